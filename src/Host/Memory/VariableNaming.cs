using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Memory;

/// <summary>What names variables may have.</summary>
/// <param name="Rule">In words.</param>
/// <param name="IsName">Whether a text keeps the rule.</param>
internal sealed record VariableNaming(string Rule, Predicate<string> IsName)
{
    /// <summary>Those of one server.</summary>
    public static VariableNaming OfServer { get; } = new(VariableName.Rule, VariableName.IsValid);

    /// <summary>Those of a group.</summary>
    public static VariableNaming OfGroup { get; } = new(
        $"1 to {QuorumTerms.LongestName} characters",
        name => name.Length is >= 1 and <= QuorumTerms.LongestName && ValueType.IsWellFormed(name));
}
