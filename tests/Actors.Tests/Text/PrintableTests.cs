using Coterie.Actors.Text;

namespace Coterie.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain text, ü, 中", "plain text, ü, 中")]
    [InlineData("a\u001B[2Jb", "a\\u001B[2Jb")]
    [InlineData("two\nlines\ttab", "two\\u000Alines\\u0009tab")]
    [InlineData("\0\u007F\u0085\u009B", "\\u0000\\u007F\\u0085\\u009B")]
    [InlineData("\u202Edrow\u2066\u200F\u061C", "\\u202Edrow\\u2066\\u200F\\u061C")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("😀", "😀")]
    public void What_would_control_a_terminal_is_escaped(string text, string expected) =>
        Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_escaped() =>
        Assert.Equal("a\\uD83Db\\uDE00", Printable.Escape("a\uD83Db\uDE00"));

    [Theory]
    [InlineData(0, "…")]
    [InlineData(2, "ab…")]
    [InlineData(3, "abc")]
    [InlineData(4, "abc")]
    public void A_long_text_is_cut(int most, string expected) => Assert.Equal(expected, Printable.Escape("abc", most));

    [Fact]
    public void A_cut_does_not_split_a_pair() => Assert.Equal("a…", Printable.Escape("a😀", 2));
}
