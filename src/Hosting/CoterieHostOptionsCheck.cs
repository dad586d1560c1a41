using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        if (options.Tls.Certificate is not null)
        {
            yield return Named(
                "Tls must be left out, because the actor system has its own keys (akka.remote.dot-netty.tcp.ssl), was "
                + $"[{options.Tls.Certificate}]");
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

    private static IEnumerable<string> Tls(CoterieTlsOptions tls)
    {
        if (tls.Certificate is null)
        {
            if (tls.Password is not null || tls.TrustedCertificates is not null)
                yield return Named("Tls:Certificate must be given if the other options of Tls are, was []");
            yield break;
        }
        if (Why(() => HasKey(X509CertificateLoader.LoadPkcs12FromFile(tls.Certificate, tls.Password))) is { } broken)
        {
            yield return Named(
                "Tls:Certificate must be a PKCS #12 file with a private key, and Tls:Password its password, was "
                + $"[{tls.Certificate}]: {broken}");
        }
        if (tls.TrustedCertificates is { } trusted && Why(() => HasAny(trusted)) is { } wrong)
            yield return Named($"Tls:TrustedCertificates must be a file of certificates in PEM, was [{trusted}]: {wrong}");
    }

    private static void HasKey(X509Certificate2 certificate)
    {
        using (certificate)
        {
            if (!certificate.HasPrivateKey)
                throw new CryptographicException("it has no private key");
        }
    }

    private static void HasAny(string trusted)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(trusted);
        if (certificates.Count == 0)
            throw new CryptographicException("it has no certificate");
    }

    // Null: it can be read.
    private static string? Why(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or ArgumentException
            or UnauthorizedAccessException)
        {
            return failure.Message.TrimEnd('.');
        }
    }

    private static string Named(string error) => $"{CoterieHostOptions.Section}:{error.TrimEnd('.')}";
}
