using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting;

/// <summary>
/// Reads the section of the configuration into the options. Unlike the binder of .NET it ignores nothing and collects the errors,
/// for <see cref="CoterieHostOptionsCheck"/>.
/// </summary>
/// <param name="configuration">The configuration of the application, if it has one.</param>
internal sealed class SectionReader(IConfiguration? configuration = null) : IConfigureOptions<CoterieHostOptions>
{
    private delegate void Setter(CoterieHostOptions options, IConfigurationSection given);

    private static readonly Dictionary<string, Setter> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(CoterieHostOptions.Listen)] = Text((options, text) => options.Listen = text),
        [nameof(CoterieHostOptions.Members)] = List((options, list) => options.Members = list),
        [nameof(CoterieHostOptions.Lease)] = Value("a time span such as 00:00:10", TimeSpanOf, (o, lease) => o.Lease = lease),
        [nameof(CoterieHostOptions.IsNew)] = Flag((options, isNew) => options.IsNew = isNew),
        [nameof(CoterieHostOptions.DataFolder)] = Text((options, text) => options.DataFolder = text),
        [nameof(CoterieHostOptions.KeepsVotes)] = Flag((options, keeps) => options.KeepsVotes = keeps),
        [nameof(CoterieHostOptions.Holder)] = Text((options, text) => options.Holder = text),
        [nameof(CoterieHostOptions.TagsLockNames)] = Flag((options, tags) => options.TagsLockNames = tags),
        [nameof(CoterieHostOptions.Tls)] = Section(new(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(CoterieTlsOptions.CertificateFile)] = Text((options, text) => options.Tls.CertificateFile = text),
            [nameof(CoterieTlsOptions.KeyFile)] = Text((options, text) => options.Tls.KeyFile = text),
            [nameof(CoterieTlsOptions.AuthorityFile)] = Text((options, text) => options.Tls.AuthorityFile = text),
        }),
        [nameof(CoterieHostOptions.ConfigFiles)] = List((options, list) => options.ConfigFiles = list),
        [nameof(CoterieHostOptions.StopsApplication)] = Flag((options, stops) => options.StopsApplication = stops),
    };

    /// <inheritdoc/>
    public void Configure(CoterieHostOptions options)
    {
        if (configuration?.GetSection(CoterieHostOptions.Section) is { } section && section.Exists())
            Section(Keys)(options, section);
    }

    private static Setter Section(Dictionary<string, Setter> keys) => (options, given) =>
    {
        if (!string.IsNullOrEmpty(given.Value))
            options.SectionErrors.Add($"{given.Path} must be a section, was [{given.Value}]");
        foreach (var child in given.GetChildren())
        {
            if (keys.TryGetValue(child.Key, out var setter))
                setter(options, child);
            else
                options.SectionErrors.Add($"{child.Path} is not an option; {given.Path} has {string.Join(", ", keys.Keys)}");
        }
    };

    private static Setter List(Action<CoterieHostOptions, IList<string>> set) => (options, given) =>
    {
        if (!string.IsNullOrEmpty(given.Value))
            options.SectionErrors.Add($"{given.Path} must be a list, was [{given.Value}]");
        var list = new List<string>();
        foreach (var child in given.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                options.SectionErrors.Add($"{given.Path} must be a list, was [a section with {child.Key}]");
            else
                Value("a text", text => text, (_, text) => list.Add(text))(options, child);
        }
        set(options, list);
    };

    private static Setter Text(Action<CoterieHostOptions, string> set) => Value("a text", text => text, set);

    private static Setter Flag(Action<CoterieHostOptions, bool> set) =>
        Value("true or false", text => bool.TryParse(text, out var flag) ? flag : null, set);

    private static Setter Value<T>(string rule, Func<string, T?> parse, Action<CoterieHostOptions, T> set)
        where T : struct => Value(
            rule, text => parse(text) is { } value ? (object)value : null, (options, value) => set(options, (T)value));

    private static Setter Value<T>(string rule, Func<string, T?> parse, Action<CoterieHostOptions, T> set)
        where T : class => (options, given) =>
    {
        if (given.GetChildren().Any())
            options.SectionErrors.Add($"{given.Path} must be {rule}, was [a section or a list]");
        else if (given.Value is null)
            return; // null in a file: as if it were not there
        else if (parse(given.Value) is { } value)
            set(options, value);
        else
            options.SectionErrors.Add($"{given.Path} must be {rule}, was [{given.Value}]");
    };

    // A number alone would be one of days.
    private static TimeSpan? TimeSpanOf(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? span
            : null;
}
