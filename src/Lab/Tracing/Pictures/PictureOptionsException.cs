namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The options of a picture choose nothing, or what the run does not have; the message is the rule and the value.</summary>
public sealed class PictureOptionsException(string message) : Exception(message);
