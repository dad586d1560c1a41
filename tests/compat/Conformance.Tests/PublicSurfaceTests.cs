using System.Reflection;

namespace Conformance.Tests;

/// <summary>
/// Whatever compiles against compat must compile against the packages: every public type and member that compat
/// offers is one of theirs, with the same signature.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly ApiList Packages = ApiList.OfThePackages();

    private static readonly string[] Built = [.. Packages.Assemblies.Where(name => File.Exists(PathOf(name)))];

    public static TheoryData<string> BuiltAssemblies => [.. Built];

    [Theory]
    [MemberData(nameof(BuiltAssemblies))]
    public void Every_public_type_and_member_stands_in_the_list_of_the_packages(string assembly)
    {
        var deviations = Packages.Deviations(ApiLister.Lines(Assembly.LoadFrom(PathOf(assembly))));

        Assert.True(deviations.Count == 0,
            $"{deviations.Count} public lines of {assembly} are not the package's:\n{string.Join("\n", deviations)}");
    }

    [Fact]
    public void The_assemblies_that_the_project_uses_are_checked()
    {
        string[] used = ["Akka", "Akka.TestKit", "Akka.TestKit.Xunit2", "Hocon"];

        Assert.Equal(used, used.Intersect(Built));
    }

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
