using Coterie.Actors.Text;

namespace Coterie.Tests.Text;

/// <summary>Which name a mistyped word may mean.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("raymnd", "raymond")]        // a letter is missing
    [InlineData("raymoond", "raymond")]      // one too many
    [InlineData("raymend", "raymond")]       // a wrong one
    [InlineData("rayomnd", "raymond")]       // two swapped
    [InlineData("RAYMND", "raymond")]
    [InlineData("suzuki-kasimi", "suzuki-kasami")]
    [InlineData("suz", "suzuki-kasami")]     // the beginning of one
    [InlineData("ricart", "ricart-agrawala")]
    public void A_near_name_is_found(string word, string name) => Assert.Equal(name, Spelling.Nearest(word, Names));

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("paxos")]
    [InlineData("raft")]
    [InlineData("--")]
    public void A_word_near_no_name_gets_no_suggestion(string word) => Assert.Null(Spelling.Nearest(word, Names));

    private static readonly string[] Names = ["lamport", "ricart-agrawala", "suzuki-kasami", "raymond"];
}
