namespace Conformance.Tests;

/// <summary>
/// What the assemblies of the packages offer, one line for each public type and each member of it that another
/// assembly can see: <c>Assembly: Type | member</c>, inherited members included, in the words of reflection.
/// </summary>
internal sealed class ApiList
{
    private readonly HashSet<string> _lines;
    private readonly ILookup<string, string> _byMember;

    public ApiList(IEnumerable<string> lines)
    {
        _lines = new HashSet<string>(lines, StringComparer.Ordinal);
        _byMember = _lines.ToLookup(MemberOf, StringComparer.Ordinal);
    }

    public static ApiList OfThePackages()
    {
        using var stream = typeof(ApiList).Assembly.GetManifestResourceStream("api-1.5.30.txt")!;
        using var reader = new StreamReader(stream);
        return new ApiList(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public IEnumerable<string> Assemblies => _lines.Select(line => line[..line.IndexOf(':')]).Distinct();

    /// <summary>One entry for each line that the list does not have, with what it has of the same name.</summary>
    public IReadOnlyList<string> Deviations(IEnumerable<string> lines) =>
        [.. lines.Where(line => !_lines.Contains(line)).Select(Describe)];

    private string Describe(string line)
    {
        var listed = _byMember[MemberOf(line)]
            .OrderByDescending(candidate => CommonPrefix(candidate, line) + CommonSuffix(candidate, line))
            .Take(3)
            .ToArray();
        return listed.Length == 0
            ? $"{line}\n    nothing of this name is listed: make it internal"
            : $"{line}\n    listed: {string.Join("\n    listed: ", listed)}";
    }

    /// <summary><c>Assembly: Type | name</c>, without parameters and result; of a type's own line, its name alone.</summary>
    private static string MemberOf(string line)
    {
        var bar = line.IndexOf(" | ", StringComparison.Ordinal);
        var member = line[(bar + 3)..];
        if (member.Contains(" : ", StringComparison.Ordinal))
            return line[..bar];
        var parameters = member.IndexOf('(');
        var signature = parameters < 0 ? member : member[..parameters];
        if (parameters >= 0 && TypeParameters(signature) is > 0 and var end)
            signature = signature[..end];
        return line[..(bar + 3)] + signature[(signature.LastIndexOf(' ') + 1)..];
    }

    private static int TypeParameters(string signature) =>
        signature.EndsWith(']') ? signature.LastIndexOf('[') : -1;

    private static int CommonPrefix(string a, string b) =>
        a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();

    private static int CommonSuffix(string a, string b) =>
        a.Reverse().Zip(b.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
}
