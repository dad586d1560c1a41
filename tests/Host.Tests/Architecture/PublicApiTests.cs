using System.Reflection;
using System.Runtime.CompilerServices;

namespace Coterie.Host.Tests.Architecture;

/// <summary>
/// The public types and members of the libraries are those that <c>src/PROJECT/PublicApi.txt</c> lists, so that no change
/// of them goes unnoticed.
/// </summary>
public sealed class PublicApiTests
{
    private const string WriteVariable = "COTERIE_WRITE_PUBLIC_API";

    [Theory]
    [InlineData("Protocols")]
    [InlineData("Actors")]
    [InlineData("Lab")]
    [InlineData("Hosting")]
    [InlineData("DistributedLock")]
    [InlineData("Coordination")]
    public void The_public_types_and_members_are_those_of_the_list(string project)
    {
        var found = PublicApi.Lines(Assembly.Load($"Coterie.{project}"));
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            File.WriteAllLines(
                Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", project, "PublicApi.txt"), found);
            return;
        }
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "api", $"{project}.txt"));
        var changes = listed.Except(found).Select(line => $"- {line}").Concat(found.Except(listed).Select(line => $"+ {line}"));
        var all = string.Join('\n', changes);
        Assert.True(
            all.Length == 0,
            $"The public API of Coterie.{project} must be that of src/{project}/PublicApi.txt (to update the file, set "
            + $"{WriteVariable}=1 and run this test), was:\n{all}");
        Assert.Equal(listed, found);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
