using System.Runtime.CompilerServices;
using Coterie.Host.Tests.Documents;

namespace Coterie.Host.Tests.Locking;

/// <summary>The sample of the README compiles and runs.</summary>
public sealed class ReadmeLockTests
{
    [Fact]
    public async Task The_sample_of_the_readme_is_the_code_that_runs_here()
    {
        var sample = Document.Named("README.md").Blocks.First(block => block.Lines.Contains("using Coterie.Actors.Locks;"));
        var source = (await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(Here())!, "ReadmeLock.cs")))
            .Select(line => line.Trim()).ToList();
        Assert.All(sample.Lines.Where(line => line.Length > 0), line => Assert.Contains(line.Trim(), source));
        await ReadmeLock.RunAsync();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
