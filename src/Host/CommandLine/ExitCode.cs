namespace Coterie.Host.CommandLine;

/// <summary>The exit codes of the command. docs/command-line.md and <c>--help</c> list them.</summary>
internal enum ExitCode
{
    /// <summary>Done, and every property holds.</summary>
    Good = 0,

    /// <summary>Wrong usage: an argument, an option or a configuration file.</summary>
    Usage = 1,

    /// <summary>The run violated a property.</summary>
    Violation = 2,

    /// <summary>
    /// The run could not be finished or shows nothing, or the server did not answer and nothing was changed there. For
    /// <c>serve</c>: the memory ended by itself.
    /// </summary>
    Failed = 3,

    /// <summary>The server refused the command; it changed nothing.</summary>
    Refused = 4,

    /// <summary>The server did not answer. It may or may not have done what was asked.</summary>
    Unknown = 5,

    /// <summary>The variable has no value.</summary>
    NeverWritten = 6,

    /// <summary>The variable is not what was expected; it was not changed.</summary>
    Mismatch = 7,

    /// <summary>A lock could not be had in time; nothing was run.</summary>
    NotAcquired = 121,

    /// <summary>A lock was lost while it was held.</summary>
    Lost = 122,

    /// <summary>
    /// Stopped by Ctrl-C before there was an outcome: by the first one, or by the second one if the first only asks the command
    /// to end in good order.
    /// </summary>
    Interrupted = 130,
}
