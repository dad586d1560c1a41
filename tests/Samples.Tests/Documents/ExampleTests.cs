namespace Coterie.Samples.Tests.Documents;

/// <summary>What the documents show compiles and runs, to the letter.</summary>
public sealed class ExampleTests
{
    // Other packages have tests of their README of their own.
    private static readonly string[] Pages =
    [
        "docs/api.md", "docs/coming-from.md", "docs/memory.md",
        "src/Protocols/README.md", "src/Actors/README.md", "src/Lab/README.md",
    ];

    /// <summary>The code of the pages, which is that of the files in <c>Api</c>.</summary>
    private static IEnumerable<Example> Blocks => Example.Blocks.Where(block => Pages.Contains(block.Name.Replace('\\', '/')));

    [Fact]
    public void Each_block_of_a_document_is_a_region_that_is_compiled_and_run()
    {
        Assert.Equal(Pages.Order(), Blocks.Select(block => block.Name).Distinct().Order());
        Assert.All(Blocks, block => Assert.True(
            Example.Regions.Any(region => region.IsShownBy(block)),
            $"No region under tests/Samples.Tests/Api is what {block.Name} shows, with its usings:\n{block.Code}"));
    }

    [Fact]
    public void Each_region_is_shown_by_a_document() => Assert.All(Example.Regions, region => Assert.True(
        Blocks.Any(region.IsShownBy), $"No document shows the region {region.Name}."));
}
