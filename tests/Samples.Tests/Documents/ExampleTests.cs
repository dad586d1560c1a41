namespace Coterie.Samples.Tests.Documents;

/// <summary>What the documents show compiles and runs, to the letter.</summary>
public sealed class ExampleTests
{
    /// <summary>The pages whose code is that of the files in <c>Api</c>.</summary>
    private static IEnumerable<Example> Blocks => Example.Blocks.Where(
        block => block.Name.StartsWith("src/", StringComparison.Ordinal) || block.Name is "docs/api.md" or "docs/coming-from.md");

    [Fact]
    public void Each_block_of_a_document_is_a_region_that_is_compiled_and_run()
    {
        Assert.NotEmpty(Blocks);
        Assert.All(Blocks, block => Assert.True(
            Example.Regions.Any(region => region.IsShownBy(block)),
            $"No region under tests/Samples.Tests/Api is what {block.Name} shows, with its usings:\n{block.Code}"));
    }

    [Fact]
    public void Each_region_is_shown_by_a_document() => Assert.All(Example.Regions, region => Assert.True(
        Blocks.Any(region.IsShownBy), $"No document shows the region {region.Name}."));
}
