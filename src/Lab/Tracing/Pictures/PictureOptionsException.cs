namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The options of a picture choose nothing, or something that the run does not have. The message gives the rule and the value.
/// </summary>
public sealed class PictureOptionsException(string message) : Exception(message);
