using System.CommandLine;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Museum;
using Coterie.Lab.Mutex;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Variables;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Host.CommandLine;

/// <summary>
/// <c>--algorithm</c>, <c>--protocol</c> and <c>--bug</c>, which all commands that run a protocol have. Small and capital letters
/// are the same in all of them.
/// </summary>
internal static class AlgorithmOptions
{
    private const string List = "list";

    /// <summary>The names of the algorithms, with their titles.</summary>
    public static IReadOnlyList<Choice> Algorithms { get; } =
        [.. MutexAlgorithms.All.Select(algorithm => new Choice(algorithm.Name, algorithm.Description.Title))];

    /// <summary>The names of all protocols, with what they are.</summary>
    public static IReadOnlyList<Choice> Protocols { get; } =
    [
        .. Algorithms,
        .. ProtocolCatalogue.Protocols.Select(protocol => protocol.Name).Except(Algorithms.Select(algorithm => algorithm.Name))
            .Select(name => new Choice(name, FamilyOf(name))),
    ];

    /// <summary>The names of the algorithms.</summary>
    public static IReadOnlyList<string> AlgorithmNames { get; } = [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    /// <summary><c>--algorithm NAME</c>.</summary>
    public static Option<string?> Algorithm { get; } = new ChoiceOption(
        "--algorithm",
        "NAME",
        $"Which algorithm; coterie algorithms lists them [default: {MutexAlgorithms.Default.Name}, or that of the bug]",
        _ => Algorithms);

    /// <summary><c>--protocol NAME</c>.</summary>
    public static Option<string?> AnyProtocol { get; } = new ChoiceOption(
        "--protocol",
        "NAME",
        "Which protocol: an algorithm; central-bully, a coordinator that may crash; token-regeneration, a token that may get "
        + "lost; memory, the shared variable with its lock; quorum, the lock by votes with leases; or variables, replicated by "
        + "the same votes",
        _ => Protocols);

    /// <summary><c>--bug NAME</c>.</summary>
    public static Option<string?> Bug { get; } = new ChoiceOption(
        "--bug", "NAME", $"Breaks a rule of the protocol on purpose; --bug {List} explains which bugs there are", Bugs);

    /// <summary>Prints the museum if the command line asks for it, whatever else is asked for. Returns whether it does.</summary>
    public static bool PrintsMuseum(ParseResult parsed, TextWriter output)
    {
        if (parsed.GetResult(Bug) is not { Tokens: [{ Value: var name }] } || Choice.Find(name, [List]) is null)
            return false;
        foreach (var exhibit in ProtocolCatalogue.Exhibits)
            output.WriteLine(ExhibitText.Of(exhibit));
        return true;
    }

    /// <summary>The protocol that is asked for, with the bug if one is asked for.</summary>
    /// <exception cref="UsageException">There is none of that name, or the bug is one of another protocol.</exception>
    public static Protocol Read(ParseResult parsed)
    {
        var name = NameOf(parsed);
        if (parsed.GetValue(Bug) is { } bug)
            return ReadBug(name, bug);
        return name is null ? ProtocolCatalogue.Default : ProtocolCatalogue.Find(name)!;
    }

    /// <summary>The options that <see cref="Read"/> turns into this protocol.</summary>
    public static string Text(Protocol protocol)
    {
        var option = AlgorithmNames.Contains(protocol.Name) ? Algorithm : AnyProtocol;
        return $"{option.Name} {protocol.Name}{(protocol.Bug is { } bug ? $" {Bug.Name} {bug}" : "")}";
    }

    private static string FamilyOf(string name) => name switch
    {
        ElectionLab.Name => "A central coordinator that may crash: the others elect a new one",
        RegenerationLab.Name => "A token that may get lost in a crash: the others make a new one",
        QuorumLab.Name => "A lock by the votes of a majority, with leases and fencing tokens",
        VariablesLab.Name => "Variables replicated by the votes of a majority",
        _ => "A shared variable with a lock for readers and writers",
    };

    private static string? NameOf(ParseResult parsed)
    {
        var algorithm = parsed.GetValue(Algorithm) is { } text ? Choice.Read(Algorithm.Name, text, AlgorithmNames) : null;
        if (parsed.GetValue(AnyProtocol) is not { } other)
            return algorithm;
        var protocol = Choice.Read(AnyProtocol.Name, other, [.. Protocols.Select(choice => choice.Name)]);
        return algorithm is null || algorithm == protocol
            ? protocol
            : throw UsageException.Of(AnyProtocol.Name, $"left out, or the same as {Algorithm.Name}, {algorithm}", other);
    }

    private static Protocol ReadBug(string? algorithm, string bug)
    {
        var own = NamesOf(algorithm);
        if (Choice.Find(bug, NamesOf(null)) is not { } name)
            throw UsageException.Of(Bug.Name, Rule(algorithm, own), bug, own);
        if (!own.Contains(name))
        {
            var rule = Rule(algorithm, own);
            throw new UsageException($"{Bug.Name} must be {rule}, was [{bug}], which is a bug of {Exhibited(name).Name}.");
        }
        return Exhibited(name);
    }

    private static Protocol Exhibited(string bug) => ProtocolCatalogue.FindExhibit(bug)!.Protocol;

    private static string Rule(string? algorithm, IReadOnlyList<string> names) =>
        $"{(algorithm is null ? "" : $"a bug of {algorithm}: ")}{string.Join(" or ", [.. names, List])}";

    private static List<string> NamesOf(string? algorithm) => [.. ExhibitsOf(algorithm).Select(exhibit => exhibit.Name)];

    private static IEnumerable<Exhibit> ExhibitsOf(string? algorithm) =>
        ProtocolCatalogue.Exhibits.Where(exhibit => algorithm is null || exhibit.Protocol.Name == algorithm);

    private static IEnumerable<Choice> Bugs(ParseResult parsed)
    {
        var given = parsed.GetValue(Algorithm) ?? parsed.GetValue(AnyProtocol);
        var protocol = given is null ? null : Choice.Find(given, Protocols.Select(choice => choice.Name));
        return
        [
            .. from exhibit in ExhibitsOf(protocol)
               let breaks = exhibit.Breaks.Name.ToLowerInvariant()
               select new Choice(exhibit.Name, $"of {exhibit.Protocol.Name}, breaks {breaks}"),
            new Choice(List, "explains all of them"),
        ];
    }
}
