using System.IO.Compression;
using System.Text;

namespace Coterie.Packages.Tests;

/// <summary>The packages are what they say they are, and somebody who has nothing else can use them.</summary>
public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private const string Tool = "Coterie.Tool";

    [Fact]
    public void These_are_all_packages() => Assert.Equal(
        [
            "Coterie", "Coterie.Coordination", "Coterie.DistributedLock", "Coterie.Hosting", "Coterie.Lab", "Coterie.Protocols",
            Tool,
        ],
        packages.Ids);

    [Fact]
    public void Each_package_says_what_it_is() => Assert.All(packages.Ids, id =>
    {
        using var package = packages.Open(id);
        Assert.Equal(id, Packages.Metadata(package, "id").Value);
        Assert.Equal("Apache-2.0", Packages.Metadata(package, "license").Value);
        Assert.Equal("README.md", Packages.Metadata(package, "readme").Value);
        Assert.True(Packages.Metadata(package, "description").Value.Length > 80);
        Assert.Contains("mutual-exclusion", Packages.Metadata(package, "tags").Value, StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("CHANGELOG.md"));
        Assert.StartsWith($"# {id}\n", Text(package, "README.md"), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("Coterie.Protocols", "Coterie.Protocols", "")]
    [InlineData("Coterie", "Coterie.Actors", "Akka Akka.Remote Coterie.Protocols Microsoft.Data.Sqlite")]
    [InlineData("Coterie.Lab", "Coterie.Lab", "Akka Akka.Remote Coterie Coterie.Protocols")]
    [InlineData("Coterie.Hosting", "Coterie.Hosting", "Akka.Hosting Akka.Remote.Hosting Coterie")]
    [InlineData("Coterie.DistributedLock", "Coterie.DistributedLock", "Coterie DistributedLock.Core")]
    [InlineData("Coterie.Coordination", "Coterie.Coordination", "Akka.Coordination Akka.Hosting Coterie")]
    public void A_library_has_documentation_and_symbols_and_says_what_it_needs(string id, string assembly, string needed)
    {
        using var package = packages.Open(id);
        using var symbols = packages.Open(id, "snupkg");
        Assert.NotNull(package.GetEntry($"lib/net10.0/{assembly}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{assembly}.xml"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{assembly}.pdb"));
        Assert.Contains("```csharp", Text(package, "README.md"), StringComparison.Ordinal);
        var needs = Packages.Metadata(package, "dependencies").Descendants()
            .Where(element => element.Attribute("id") is not null).ToList();
        Assert.Equal(needed, string.Join(' ', needs.Select(need => need.Attribute("id")!.Value).Order(StringComparer.Ordinal)));
        Assert.All(
            needs.Where(need => need.Attribute("id")!.Value.StartsWith("Coterie", StringComparison.Ordinal)),
            need => Assert.Equal(packages.Version, need.Attribute("version")!.Value));
    }

    [Fact]
    public async Task A_program_that_adds_the_package_takes_a_lock() =>
        Assert.Matches(@"^held with the token [1-9]\d*\s*$", await packages.RunProgramAsync("Lock", "Coterie"));

    [Fact]
    public async Task An_application_that_adds_the_adapters_takes_a_lock_through_them() => Assert.Matches(
        @"(?m)^held with the token [1-9]\d*\s*$",
        await packages.RunProgramAsync("Application", "Coterie.Hosting", "Coterie.DistributedLock"));

    [Fact]
    public async Task A_program_that_adds_the_lease_acquires_it() =>
        Assert.Matches(@"^acquired: True\s*$", await packages.RunProgramAsync("Lease", "Coterie.Coordination"));

    [Fact]
    public void Only_the_rules_say_that_they_are_fit_for_trimming_and_native_code()
    {
        Assert.Equal(["IsAotCompatible", "IsTrimmable"], Promises("Coterie.Protocols", "Coterie.Protocols"));
        Assert.Empty(Promises("Coterie", "Coterie.Actors"));
        Assert.Empty(Promises("Coterie.Hosting", "Coterie.Hosting"));

        IEnumerable<string> Promises(string id, string assembly)
        {
            using var package = packages.Open(id);
            var bytes = Bytes(package, $"lib/net10.0/{assembly}.dll");
            string[] promises = ["IsAotCompatible", "IsTrimmable"];
            return promises.Where(promise => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(promise)) >= 0);
        }
    }

    [Fact]
    public async Task The_tool_is_installed_from_the_folder_without_any_other_source_and_runs()
    {
        using var package = packages.Open(Tool);
        Assert.Equal("DotnetTool", Packages.Metadata(package, "packageTypes").Elements().Single().Attribute("name")!.Value);
        Assert.NotNull(package.GetEntry("tools/net10.0/any/config/coterie.conf"));

        var folder = await packages.NewFolderAsync("tool", sources: "<clear />");
        var tools = Path.Combine(folder, "tools");
        await Program.RunAsync(
            "dotnet", "tool", "install", Tool, "--version", packages.Version, "--tool-path", tools,
            "--configfile", Path.Combine(folder, "nuget.config"));
        var coterie = Path.Combine(tools, OperatingSystem.IsWindows() ? "coterie.exe" : "coterie");
        Assert.Contains("coterie simulate", await Program.RunAsync(coterie, "--help"), StringComparison.Ordinal);
        Assert.Contains(
            "verdict",
            await Program.RunAsync(coterie, "simulate", "1", "1", "--think", "0", "--hold", "1ms", "--quiet"),
            StringComparison.Ordinal);
    }

    private static string Text(ZipArchive package, string entry) => Encoding.UTF8.GetString(Bytes(package, entry));

    private static byte[] Bytes(ZipArchive package, string entry)
    {
        var found = package.GetEntry(entry);
        Assert.True(found is not null, $"The package must have {entry}.");
        using var content = found.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
