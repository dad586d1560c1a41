using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing;

/// <summary>A file is no trace, or its end is missing. The message is for the user and names the line.</summary>
public sealed class TraceFormatException : Exception
{
    /// <summary>What is wrong in a line.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">
    /// A sentence: the rule, and what was there instead. Characters that cannot be printed are escaped.
    /// </param>
    public TraceFormatException(int line, string problem)
        : base($"line {line}: {Printable.Escape(problem)}")
    {
        (Line, Problem) = (line, Printable.Escape(problem));
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>What is wrong in it.</summary>
    public string Problem { get; }
}
