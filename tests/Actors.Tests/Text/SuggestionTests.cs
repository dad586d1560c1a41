using Coterie.Text;

namespace Coterie.Tests.Text;

public sealed class SuggestionTests
{
    private static readonly string[] Words = ["simulate", "join", "explore", "check", "why"];

    [Theory]
    [InlineData("simulat", "simulate")]
    [InlineData("simluate", "simulate")]
    [InlineData("SIMULATE", "simulate")]
    [InlineData("jion", "join")]
    [InlineData("wy", "why")]
    [InlineData("expllore", "explore")]
    public void A_word_that_is_near_is_found(string mistyped, string meant) => Assert.Equal(meant, Suggestion.For(mistyped, Words));

    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("xx")]
    [InlineData("joining")]
    public void Nothing_is_made_up_if_none_is_near(string mistyped) => Assert.Null(Suggestion.For(mistyped, Words));
}
