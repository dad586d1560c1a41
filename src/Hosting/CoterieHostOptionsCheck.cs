using Coterie.Actors.Configuration;
using Microsoft.Extensions.Options;

namespace Coterie.Hosting;

/// <summary>Checks all options together, before anything is opened.</summary>
internal sealed class CoterieHostOptionsCheck : IValidateOptions<CoterieHostOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CoterieHostOptions options) =>
        Result([.. Common(options), .. Files(options), .. Tls(options.Tls)]);

    /// <summary>Checks the options of a node that takes part with an actor system of the application.</summary>
    /// <exception cref="OptionsValidationException">At least one option breaks its rule; all of them are named.</exception>
    public static void CheckForSystem(CoterieHostOptions options)
    {
        var result = Result([.. Common(options), .. LeftOut(options)]);
        if (result.Failed)
            throw new OptionsValidationException(Options.DefaultName, typeof(CoterieHostOptions), result.Failures);
    }

    private static ValidateOptionsResult Result(List<string> errors) => errors.Count > 0
        ? ValidateOptionsResult.Fail(errors)
        : ValidateOptionsResult.Success;

    private static IEnumerable<string> Common(CoterieHostOptions options) =>
        options.SectionErrors.Concat(options.ToNodeOptions().Errors().Select(Named));

    private static IEnumerable<string> LeftOut(CoterieHostOptions options)
    {
        if (options.Listen is not null)
            yield return Named($"Listen must be left out, because the actor system listens by itself, was [{options.Listen}]");
        if (options.ConfigFiles.Count > 0)
        {
            yield return Named(
                "ConfigFiles must be left out, because the actor system has its own configuration (AddHoconFile), was "
                + $"[{string.Join(", ", options.ConfigFiles)}]");
        }
        if (options.Tls.ToNodeOptions() is { } tls)
        {
            yield return Named(
                "Tls must be left out, because the actor system has its own keys (coterie.node.tls), was "
                + $"[{tls.CertificateFile}]");
        }
    }

    private static IEnumerable<string> Files(CoterieHostOptions options)
    {
        if (options.ConfigFiles is null)
            return [Named("ConfigFiles must be a list, was []")];
        try
        {
            CoterieConfiguration.Load(options.ConfigFiles);
            return [];
        }
        catch (Exception refused) when (refused is ConfigurationFileException or SettingsException or ArgumentException)
        {
            return refused.Message.Split(Environment.NewLine).Select(line => Named($"ConfigFiles: {line}"));
        }
    }

    private static IEnumerable<string> Tls(CoterieTlsOptions tls) =>
        tls.ToNodeOptions()?.Errors().Select(error => Named($"Tls:{error}")) ?? [];

    private static string Named(string error) => $"{CoterieHostOptions.Section}:{error.TrimEnd('.')}";
}
