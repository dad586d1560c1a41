using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Architecture;

/// <summary>What may need what: arrows between projects and folders go one way.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, Assembly> Projects =
        new[] { "Protocols", "Actors", "Lab", "Hosting", "DistributedLock", "Coordination", "Host" }
            .ToDictionary(name => name, name => Assembly.Load($"Coterie.{name}"));

    [Fact]
    public void The_protocols_need_nothing_but_the_runtime() =>
        Assert.All(
            Projects["Protocols"].GetReferencedAssemblies(),
            needed => Assert.StartsWith("System.", needed.Name, StringComparison.Ordinal));

    [Theory]
    [InlineData("Protocols", "")]
    [InlineData("Actors", "Protocols")]
    [InlineData("Lab", "Actors Protocols")]
    [InlineData("Hosting", "Actors Protocols")]
    [InlineData("DistributedLock", "Actors")]
    [InlineData("Coordination", "Actors Protocols")]
    [InlineData("Host", "Actors Hosting Lab Protocols")]
    public void A_project_needs_none_above_it(string project, string below) =>
        Assert.Equal(
            below.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"Coterie.{name}"),
            Projects[project].GetReferencedAssemblies().Select(needed => needed.Name!)
                .Where(name => name.StartsWith("Coterie.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_folders_of_a_project_need_each_other()
    {
        var circles = Projects.Values.SelectMany(project => new FolderGraph(project).Circles());
        None(circles.Select(circle => $"{circle.First} <-> {circle.Second}"), "No two folders may need each other");
    }

    [Fact]
    public void The_namespace_of_a_type_is_its_folder()
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src");
        var wrong = new List<string>();
        var folders = Projects.Keys.Select(project => Path.Combine(root, project));
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)))
        {
            var path = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (path.Split('/')[1] is "bin" or "obj")
                continue;
            var folder = "Coterie." + Path.GetDirectoryName(path)!.Replace('\\', '/').Replace('/', '.');
            var given = NamespaceLine().Match(File.ReadAllText(file));
            if (given.Success && given.Groups[1].Value != folder)
                wrong.Add($"The namespace of {path} must be {folder}, was [{given.Groups[1].Value}].");
        }
        None(wrong, "Namespaces are folders");
    }

    private static void None(IEnumerable<string> found, string rule)
    {
        var all = string.Join(Environment.NewLine, found);
        Assert.True(all.Length == 0, $"{rule}, was:{Environment.NewLine}{all}");
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
