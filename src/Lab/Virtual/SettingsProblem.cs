namespace Coterie.Lab.Virtual;

/// <summary>A rule that the settings of a run break.</summary>
/// <param name="What">The name of the setting, which is also the name of its option: <c>latency</c>.</param>
/// <param name="Rule">What it must be.</param>
/// <param name="Value">What it was.</param>
internal sealed record SettingsProblem(string What, string Rule, string Value)
{
    /// <summary>The sentence: <c>latency must be …, was […].</c></summary>
    public override string ToString() => $"{What} must be {Rule}, was [{Value}].";
}
