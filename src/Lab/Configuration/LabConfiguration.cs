using Akka.Configuration;
using Coterie.Actors.Configuration;

namespace Coterie.Lab.Configuration;

/// <summary>
/// The configuration of a program that runs protocols: <see cref="CoterieConfiguration"/>, with the keys of this library besides
/// those of the actors.
/// </summary>
internal static class LabConfiguration
{
    private static readonly ConfigurationPart Part = new(typeof(LabConfiguration).Assembly, read => LabSettings.Read(read));

    /// <summary>Loads the files, and checks all that they and the environment set under <c>coterie</c>.</summary>
    /// <param name="paths">HOCON files; each overrides those before it.</param>
    /// <param name="environment">
    /// Environment variables; those whose names do not begin with <see cref="CoterieConfiguration.VariablePrefix"/> are left
    /// alone. Default: none.
    /// </param>
    /// <param name="given">Options of the command line that set keys. They override everything else. Default: none.</param>
    /// <param name="cancellation">Cancels the reading of a file that does not end, such as a pipe.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read or is not HOCON.</exception>
    /// <exception cref="SettingsException">
    /// A key or variable does not exist, or a value breaks its rule; all that are wrong are named, ten of a file at most.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Config Load(
        IEnumerable<string> paths,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<GivenKey>? given = null,
        CancellationToken cancellation = default) =>
        CoterieConfiguration.Load([CoterieConfiguration.Part, Part], paths, environment, given ?? [], cancellation);
}
