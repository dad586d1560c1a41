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
        var used = 0;
        foreach (var word in words)
        {
            var isNew = used == 0 || used + between.Length + word.Length > width;
            if (used > 0)
                output.Write(isNew ? "\n" : between);
            output.Write(word);
            used = isNew ? word.Length : used + between.Length + word.Length;
        }
        output.Write('\n');
    }

    /// <summary>Writes a sentence.</summary>
    public static void Write(TextWriter output, string sentence, int width) => Write(output, sentence.Split(' '), width, " ");
}
