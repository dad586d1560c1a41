using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace Coterie.Packages.Tests;

/// <summary>
/// All packages, made once from what is built. They have a version of their own, so that no other package on this machine can
/// take their place.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("coterie-tests-");

    /// <summary>The version of the packages.</summary>
    public string Version { get; } = $"0.0.1-test.{Guid.NewGuid():N}";

    /// <summary>The folder with the packages, and nothing else.</summary>
    public string Folder => Path.Combine(_root.FullName, "packages");

    public async Task InitializeAsync()
    {
        // One build for all; each project packs what is in its bin.
        var everything = Path.Combine(_root.FullName, "everything.proj");
        await File.WriteAllTextAsync(everything, $"""
            <Project>
              <Target Name="Pack">
                <ItemGroup><Packed Include="{Setting("Sources")}/*/*.csproj" /></ItemGroup>
                <MSBuild Projects="@(Packed)" Targets="Pack" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        await Program.RunAsync(
            "dotnet", "build", everything, "-t:Pack", "-nologo", "-v:quiet", "-p:NoBuild=true",
            $"-p:Configuration={Setting("Configuration")}", $"-p:PackageVersion={Version}", $"-p:PackageOutputPath={Folder}",
            $"-p:PublishDir={Path.Combine(_root.FullName, "publish")}/",
            $"-p:NuspecOutputPath={Path.Combine(_root.FullName, "nuspec")}/");
    }

    public Task DisposeAsync()
    {
        _root.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The ids of the packages that were made, in order.</summary>
    public IEnumerable<string> Ids => Directory.GetFiles(Folder, "*.nupkg")
        .Select(path => Path.GetFileName(path).Replace($".{Version}.nupkg", "", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The package, or with the extension <c>snupkg</c> its symbols.</summary>
    public ZipArchive Open(string id, string extension = "nupkg") =>
        ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{extension}"));

    /// <summary>A new folder of the test's own, in which programs that dotnet starts find these packages.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sources">
    /// What precedes the folder in the list of sources: <c>&lt;clear /&gt;</c> for no other source; by default those of the
    /// machine come first.
    /// </param>
    public async Task<string> NewFolderAsync(string name, string sources = "")
    {
        var folder = _root.CreateSubdirectory(name).FullName;
        // What the packages need is in the folder that the build of this project has filled. What is restored here goes to a
        // folder of the test's own.
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>{sources}<add key="coterie-tests" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="built" value="{Setting("PackagesFolder")}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{_root.FullName}/restored" /></config>
            </configuration>
            """);
        return folder;
    }

    /// <summary>Builds a file of <c>Programs</c> against a package, as its user would, and runs it.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunProgramAsync(string file, params string[] packages)
    {
        var folder = await NewFolderAsync(file);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Programs", $"{file}.cs"), Path.Combine(folder, "Program.cs"));
        var references = string.Join("", packages.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{Version}\" />"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{file}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{Setting("TargetFramework")}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        await Program.RunAsync("dotnet", "build", folder, "-nologo", "-v:quiet", "-o", Path.Combine(folder, "built"));
        return await Program.RunAsync("dotnet", Path.Combine(folder, "built", $"{file}.dll"));
    }

    /// <summary>An element of the description of a package.</summary>
    public static XElement Metadata(ZipArchive package, string name)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == name);
    }

    private static string Setting(string key) => typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
