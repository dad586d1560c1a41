using System.Globalization;
using Akka.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>Reads keys and collects the errors. An error names the key, where it was set, the rule and the value given.</summary>
/// <param name="config">The values.</param>
/// <param name="names">What errors call a key that a file or a variable set; other keys are called by their own name.</param>
internal sealed class SettingsReader(Config config, IReadOnlyDictionary<string, string> names)
{
    private const int LongestShown = 200;

    private readonly List<string> _errors = [];

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingsException">At least one value breaks its rule; all of them are named.</exception>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0)
            throw new SettingsException(string.Join(Environment.NewLine, _errors));
    }

    public string Text(string key) => config.GetString(key, "") ?? "";

    public TimeSpan Duration(string key) =>
        Durations.TryParseAboveZero(Text(key))
        ?? Wrong(key, Durations.Explain(Durations.AboveZeroRule, Text(key)), TimeSpan.Zero);

    public int Count(string key, int most) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : Wrong(key, string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {most}"), 0);

    /// <summary>Collects an error: a value breaks a rule.</summary>
    /// <returns>A value in its place until all errors are known.</returns>
    public T Wrong<T>(string key, string rule, T standIn)
    {
        _errors.Add($"{NameOf(key)} must be {rule}, was [{Printable.Escape(Text(key), LongestShown)}].");
        return standIn;
    }

    /// <summary>Collects errors, a sentence each.</summary>
    public void Wrong(IEnumerable<string> sentences) => _errors.AddRange(sentences);

    /// <summary>What errors call a key.</summary>
    public string NameOf(string key) => names.GetValueOrDefault(key, key);

    /// <summary>Whether a key of Akka is on; a value that is neither on nor off is for Akka to refuse.</summary>
    public bool IsOn(string key) => Text(key) is "on" or "true" or "yes";
}
