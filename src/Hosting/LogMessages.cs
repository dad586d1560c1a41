using Microsoft.Extensions.Logging;

namespace Coterie.Hosting;

/// <summary>What is logged, all under one category.</summary>
internal static partial class LogMessages
{
    /// <summary>The category.</summary>
    public const string Category = "Coterie";

    [LoggerMessage(1, LogLevel.Information, "This process takes part as a {Role} of the group {Members}.")]
    public static partial void Started(this ILogger logger, string role, string members);

    [LoggerMessage(2, LogLevel.Information, "This process has left the group; its locks are given back.")]
    public static partial void Left(this ILogger logger);

    [LoggerMessage(3, LogLevel.Critical, "The node has ended by itself; locks cannot be had any more. {Consequence}")]
    public static partial void EndedByItself(this ILogger logger, string consequence);

    [LoggerMessage(EventId = 4, Message = "{Text}")]
    public static partial void Entry(this ILogger logger, LogLevel level, string text, Exception? cause);
}
