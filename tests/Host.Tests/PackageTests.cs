using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Coterie.Host.Tests;

/// <summary>
/// The packages. They are made from what is built, into a folder of the test's own, and the tool is installed from there, without
/// any feed.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Configuration =
        typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public async Task The_tool_is_installed_from_a_folder_and_runs()
    {
        using var package = await PackAsync("Host", "coterie");
        AssertDescribed(package, "coterie");
        Assert.Equal("DotnetTool", Metadata(package, "packageTypes").Elements().Single().Attribute("name")!.Value);
        Assert.NotNull(package.GetEntry("tools/net10.0/any/config/coterie.conf"));

        var feeds = Path.Combine(_folder.FullName, "nuget.config");
        var source = $"""<add key="folder" value="{_folder.FullName}" />""";
        await File.WriteAllTextAsync(
            feeds, $"<configuration><packageSources><clear />{source}</packageSources></configuration>");
        var tools = Path.Combine(_folder.FullName, "tools");
        await RunAsync("dotnet", "tool", "install", "coterie", "--tool-path", tools, "--configfile", feeds);
        var coterie = Path.Combine(tools, OperatingSystem.IsWindows() ? "coterie.exe" : "coterie");
        Assert.Contains("coterie simulate", await RunAsync(coterie, "--help"), StringComparison.Ordinal);
        Assert.Contains(
            "verdict",
            await RunAsync(coterie, "simulate", "1", "0.1", "--think", "0", "--hold", "1ms", "--quiet"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Protocols", "")]
    [InlineData("Actors", "Akka Akka.Remote Coterie.Protocols")]
    [InlineData("Lab", "Akka Akka.Remote Coterie.Actors Coterie.Protocols")]
    public async Task A_library_says_what_it_is_and_what_it_needs(string project, string needed)
    {
        using var package = await PackAsync(project, $"Coterie.{project}");
        AssertDescribed(package, $"Coterie.{project}");
        Assert.NotNull(package.GetEntry($"lib/net10.0/Coterie.{project}.xml"));
        var needs = Metadata(package, "dependencies").Descendants()
            .Select(element => element.Attribute("id")?.Value).OfType<string>();
        Assert.Equal(needed, string.Join(' ', needs.Order(StringComparer.Ordinal)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertDescribed(ZipArchive package, string id)
    {
        Assert.Equal(id, Metadata(package, "id").Value);
        Assert.Equal("Apache-2.0", Metadata(package, "license").Value);
        Assert.Equal("README.md", Metadata(package, "readme").Value);
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.True(Metadata(package, "description").Value.Length > 80);
        Assert.Contains("mutual-exclusion", Metadata(package, "tags").Value, StringComparison.Ordinal);
    }

    private static XElement Metadata(ZipArchive package, string name)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == name);
    }

    // Packs what is in bin and writes nothing there, because another build may run at the same time.
    private async Task<ZipArchive> PackAsync(string project, string id)
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "src", project);
        await RunAsync(
            "dotnet", "pack", path, "--no-build", "--configuration", Configuration, "--output", _folder.FullName,
            $"-p:PublishDir={Path.Combine(_folder.FullName, "publish")}/",
            $"-p:NuspecOutputPath={Path.Combine(_folder.FullName, "nuspec")}/");
        Assert.Single(_folder.EnumerateFiles("*.snupkg"));
        return ZipFile.OpenRead(_folder.EnumerateFiles($"{id}.*.nupkg").Single().FullName);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}{await errors}");
        return await output;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
