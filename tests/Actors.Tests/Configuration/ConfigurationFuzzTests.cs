using Akka.Configuration.Hocon;
using Coterie.Actors.Configuration;

namespace Coterie.Tests.Configuration;

/// <summary>Random texts made of the pieces of configurations, and correct texts that were damaged.</summary>
public sealed class ConfigurationFuzzTests
{
    private const int Texts = 20_000;

    private static readonly string[] Pieces =
    [
        "a", "b.c", "include", "null", "1s", "{", "}", "[", "]", "=", ":", ",", ".", "\n", "\r\n", "\r", " ", "\t",
        "\"", "\"x y\"",
        "\"\"\"", "\"a.b\"",
        "\\", "\\n", "\\u0041", "${", "${?x}", "+=", "#", "//", "\0", "\u001B", "\u00A0", "\uFEFF", "\uD83D", "é", "?", "a = 1\n",
        "s { t = [1, 2] }\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_text_is_read_correctly_or_refused_with_its_place(int seed)
    {
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < Texts; i++)
        {
            var text = i % 2 == 0 ? Made(random) : Damaged(random);
            try
            {
                var file = ConfigurationFile.Parse(text, "x.conf");
                Assert.True(
                Keys(file).SequenceEqual(file.Keys.Distinct().Order()),
                $"seed {seed}: the parser sees other keys than the reader in [{text}]");
                read++;
            }
            catch (ConfigurationFileException e)
            {
                Assert.True(e is { Line: > 0, Column: > 0 }, $"seed {seed}: no place in [{e.Message}] for [{text}]");
                Assert.DoesNotContain(e.Message, char.IsControl);
            }
        }
        Assert.InRange(read, Texts / 20, Texts); // or the texts prove little
    }

    private static string Made(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Damaged(Random random)
    {
        var text = "coterie {\n  simulate { think = \"1s..3s\", hold = 2s } // no\n  x.y = [a, \"b\", { z = 1 }]\n}\n"
            + "akka.loglevel : ERROR # yes\n";
        for (var wounds = random.Next(3); wounds >= 0; wounds--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, random.Next(Math.Min(9, text.Length - at))),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text[..at] + text[random.Next(text.Length)..],
            } + "\n";
        }
        return text;
    }

    private static IEnumerable<string> Keys(ConfigurationFile file) =>
        file.Config.IsEmpty ? [] : Keys(file.Config.Root.GetObject(), "").Order();

    private static IEnumerable<string> Keys(HoconObject section, string prefix) => section.Items.SelectMany(item =>
        item.Value.IsObject() && item.Value.GetObject().Items.Count > 0
            ? Keys(item.Value.GetObject(), $"{prefix}{Part(item.Key)}.")
            : [prefix + Part(item.Key)]);

    private static string Part(string key) =>
        key.All(character => character != '.' && HoconCharacters.IsPlain(character)) ? key : $"\"{key}\"";
}
