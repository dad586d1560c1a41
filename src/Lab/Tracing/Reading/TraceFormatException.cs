using Coterie.Actors.Text;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>A file that is no trace, or a cut one. The message is for the user and names the line.</summary>
public sealed class TraceFormatException : Exception
{
    /// <summary>What is wrong in a line.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">What must be how, and what was there instead: a sentence. What of it cannot be printed is escaped.</param>
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
