namespace Coterie.DistributedLock.Tests;

/// <summary>The sample of the README compiles and runs.</summary>
public sealed class ReadmeSampleTests
{
    [Fact]
    public async Task The_sample_of_the_readme_is_the_code_that_runs_here()
    {
        var lines = (await LinesAsync("README.md"))
            .SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```")
            .Where(line => line is not ("" or "using Coterie.DistributedLock;")).ToList(); // its folder is within that one
        Assert.NotEmpty(lines);
        var source = await LinesAsync("ReadmeSample.cs");
        Assert.All(lines, line => Assert.Contains(line, source));
        await ReadmeSample.RunAsync();
    }

    private static async Task<List<string>> LinesAsync(string file) =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, file))).Select(line => line.Trim())];
}
