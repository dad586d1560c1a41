namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Writes words in lines that fit the terminal.</summary>
internal static class TextLines
{
    /// <summary>Writes <paramref name="words"/>, as many on a line as fit.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="words">The words. None of them is broken.</param>
    /// <param name="width">The columns of a line.</param>
    /// <param name="between">What stands between two words on a line.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> words, int width, string between = "  ")
    {
        foreach (var line in Break(words, width, between))
            output.Write($"{line}\n");
    }

    /// <summary>The lines of <paramref name="words"/>, at least one.</summary>
    /// <param name="words">The words. None of them is broken.</param>
    /// <param name="width">The columns of a line.</param>
    /// <param name="between">What stands between two words on a line.</param>
    public static IEnumerable<string> Break(IReadOnlyList<string> words, int width, string between)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + between.Length + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : between + word;
        }
        yield return line;
    }

    /// <summary>Writes a sentence.</summary>
    public static void Write(TextWriter output, string sentence, int width) => Write(output, sentence.Split(' '), width, " ");
}
