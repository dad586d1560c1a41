namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Words in lines that fit the terminal.</summary>
internal static class TextLines
{
    /// <summary>Writes <paramref name="words"/>, as many on a line as there is room for.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="words">What stays together.</param>
    /// <param name="width">The columns of a line.</param>
    /// <param name="between">What stands between two of them on a line.</param>
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
