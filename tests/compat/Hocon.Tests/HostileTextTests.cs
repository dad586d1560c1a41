using System.Text;

namespace Hocon.Tests;

/// <summary>Whatever the text, parsing ends: with a root or with a parse error.</summary>
public sealed class HostileTextTests
{
    [Fact]
    public void Nesting_without_end_is_an_error()
    {
        AssertRefused(new string('[', 100_000));
        AssertRefused(new StringBuilder().Insert(0, "a{", 100_000).ToString());
        AssertRefused(new StringBuilder().Insert(0, "a.", 100_000).Append("a = 1").ToString());
        AssertRefused(new StringBuilder("a = ").Insert(4, "[{a=", 50_000).ToString());
    }

    [Fact]
    public void Chain_of_substitutions_without_end_is_an_error()
    {
        var chain = Enumerable.Range(0, 50_000).Select(i => $"a{i} = ${{a{i + 1}}}");
        AssertRefused(string.Join('\n', chain) + "\na50000 = 1");
        AssertRefused(string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"a{i} = {{ x = ${{a{i + 1}}} }}")) + "\na50000 = 1");
    }

    [Theory]
    [InlineData("abcdefgh", "${{{0}}}${{{0}}}")]
    [InlineData("[1, 2]", "${{{0}}}${{{0}}}")]
    public void Value_that_doubles_without_end_is_an_error(string first, string doubled)
    {
        var text = new StringBuilder($"a0 = {first}\n");
        for (var i = 0; i < 64; i++)
            text.Append($"a{i + 1} = ").AppendFormat(null, doubled, $"a{i}").Append('\n');
        AssertRefused(text.ToString());
    }

    [Fact]
    public void Circle_that_branches_without_end_is_an_error()
    {
        var branches = Enumerable.Range(0, 64).Select(i => $"a{i} = ${{?z}}${{?a{i + 1}}}${{?a{i + 1}}}");
        AssertRefused(string.Join('\n', branches) + "\nz = \"\"${?a0}");
    }

    [Fact]
    public void Random_text_is_read_or_refused()
    {
        string[] pieces =
        [
            "a", "b", "a.b", "\"q\"", "\"\"\"t\"\"\"", "\"", "\"\"\"", "=", ":", "+=", "{", "}", "[", "]", ",", "\n", " ", "$", "${a}", "${?b}", "${a.b}",
            "${", "#", "//", "include ", "include \"x\"", "1", "-1.5e+3", "true", "null", "\\", "\\u00", ".", "..", "@", "\ufeff", "\ud800", "\0",
        ];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                _ = HoconParser.Parse(text, (_, _) => Task.FromResult("b = ${a}, c += 1")).ToString();
            }
            catch (HoconParserException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, text [{text}]: {e}");
            }
        }
    }

    private static void AssertRefused(string text) => Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
}
