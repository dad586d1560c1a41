using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Tests.Documents;

/// <summary>docs/protocol.md is complete enough to be modelled: it has all messages with all fields, and all rules.</summary>
public sealed partial class ProtocolTests
{
    private static readonly Document Page = Document.Named("docs/protocol.md");

    private static readonly Type[] Lines =
        [typeof(QuorumProtocol.NamedFloor), typeof(QuorumProtocol.NamedWatch), typeof(QuorumProtocol.NamedValue)];

    [Fact]
    public void The_page_lists_every_message_with_every_field_in_its_order()
    {
        string[] listed = [.. from row in MessageRow().Matches(Page.Text) select row.Groups["signature"].Value];
        string[] declared = [.. from message in Messages() select $"{message.Name}({string.Join(", ", FieldsOf(message))})"];
        Assert.Equal(declared.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_says_what_each_field_means()
    {
        var explained = FieldRow().Matches(Page.Text).SelectMany(row => FieldName().Matches(row.Groups["names"].Value))
            .Select(name => name.Groups["name"].Value).ToHashSet();
        foreach (var message in Messages().Concat(Lines))
        {
            foreach (var field in FieldsOf(message))
                Assert.True(explained.Contains(field), $"docs/protocol.md must have a row that explains {message.Name}.{field}.");
        }
    }

    [Fact]
    public void The_page_numbers_the_rules_from_1_to_24()
    {
        var numbers = Rule().Matches(Page.Text)
            .Select(rule => int.Parse(rule.Groups["number"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, 24), numbers);
    }

    [Fact]
    public void Every_rule_that_has_a_machine_is_named_in_the_code()
    {
        var code = string.Concat(Directory.EnumerateFiles(QuorumFolder(), "*.cs").Select(File.ReadAllText));
        var named = RuleInCode().Matches(code).SelectMany(match => Figures().Matches(match.Value))
            .Select(figures => int.Parse(figures.Value, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.All(named, number => Assert.InRange(number, 1, 24));
    }

    private static IEnumerable<Type> Messages() =>
        from type in typeof(QuorumProtocol).GetNestedTypes()
        where typeof(QuorumProtocol.IWireMessage).IsAssignableFrom(type) && !type.IsInterface
        select type;

    // The constructor of a positional record has the fields in their order; the other one copies.
    private static IEnumerable<string> FieldsOf(Type record) =>
        record.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .Single(constructor => constructor.GetParameters().Length > 0)
            .GetParameters().Select(parameter => parameter.Name!);

    private static string QuorumFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Protocols", "Quorum");

    [GeneratedRegex(@"^\| `(?<signature>[A-Z]\w+\([^)]*\))` \|", RegexOptions.Multiline)]
    private static partial Regex MessageRow();

    [GeneratedRegex(@"^\| (?<names>`\w+`(, `\w+`)*)( of `\w+`)? \|", RegexOptions.Multiline)]
    private static partial Regex FieldRow();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex FieldName();

    [GeneratedRegex(@"^\*\*(?<number>\d+)\.", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\brules? \d+((, | and | to )\d+)*")]
    private static partial Regex RuleInCode();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Figures();
}
