using Coterie.Actors.Configuration;
using Coterie.Lab.Virtual;

namespace Coterie.Lab.Scenarios;

/// <summary>
/// A run in virtual time that is written down in a file: the processes, which of them asks when, how long messages take, and what
/// goes wrong. <c>docs/scenarios/README.md</c> explains the keys of the file.
/// </summary>
/// <param name="Settings">What to run.</param>
internal sealed record Scenario(VirtualSettings Settings)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">A HOCON file, as <see cref="ConfigurationFile"/> reads it.</param>
    /// <param name="resendInterval">The resend interval, if the file has none.</param>
    /// <param name="cancellation">Ends the reading of a file without an end, such as a pipe that stays open.</param>
    /// <exception cref="ConfigurationFileException">The file, or its topology's, cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">
    /// A key is unknown, missing or breaks its rule; ten errors at most are named.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Scenario Load(string path, TimeSpan resendInterval, CancellationToken cancellation = default)
    {
        var source = new SourceText(path, ConfigurationText.Read(path, cancellation));
        var fields = new ScenarioFields(source, HoconScanner.Scan(source).Entries);
        var settings = new ScenarioReader(fields, resendInterval).Read(cancellation);
        fields.ThrowIfWrong();
        return new Scenario(settings!);
    }
}
