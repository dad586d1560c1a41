using Coterie.Host.Completing;

namespace Coterie.Host.Tests.Completing;

/// <summary>A line split as a shell does.</summary>
public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a ", "a|")]
    [InlineData("  a \t b", "a|b")]
    [InlineData("a 'b c' d", "a|b c|d")]
    [InlineData("\"b 'c\"d", "b 'cd")]
    [InlineData(@"my\ run", "my run")]
    [InlineData(@"'a\b' ""a\""b""", @"a\b|a""b")]
    [InlineData("'' x", "|x")]
    [InlineData("'open to the en", "open to the en")]
    public void Words(string line, string words) => Assert.Equal(words, string.Join('|', ShellWords.Split(line)));
}
