using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory;

/// <summary>What the machines of the memory say in words can be read back.</summary>
public sealed class WordsTests
{
    public static TheoryData<string, LockMode, bool, int?> Accesses => new()
    {
        { "read", LockMode.Read, false, null },
        { "write", LockMode.Write, false, null },
        { "read 5", LockMode.Read, false, 5 },
        { "write -5", LockMode.Write, false, -5 },
        { "read lock", LockMode.Read, true, null },
        { "write lock", LockMode.Write, true, null },
    };

    [Theory]
    [MemberData(nameof(Accesses))]
    public void An_access_is_read_back_from_its_words(string words, LockMode mode, bool isLock, int? value)
    {
        var access = new Access(mode, isLock, value is { } number ? new Value(number) : null);
        Assert.Equal(words, access.ToString());
        Assert.True(Access.TryParse(words, out var read));
        Assert.Equal(access, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("reads")]
    [InlineData("read five")]
    [InlineData("read +5")]
    [InlineData("read  5")]
    [InlineData("write lock 5")]
    [InlineData("lock")]
    public void Other_words_are_no_access(string? words) => Assert.False(Access.TryParse(words, out _));

    [Fact]
    public void A_note_about_a_claim_is_read_back_from_its_words()
    {
        var claim = new Timestamp(7, new ProcessId(2));
        Assert.Equal("write lock 7.2 waits", new ClaimNote(ClaimEvent.Waits, claim, new(LockMode.Write, true)).Detail);
        foreach (var what in Enum.GetValues<ClaimEvent>())
        {
            var note = new ClaimNote(what, claim, new Access(LockMode.Read));
            Assert.True(ClaimNote.TryParse(claim, note.Detail, out var read));
            Assert.Equal(note, read);
            Assert.False(ClaimNote.TryParse(new Timestamp(8, new ProcessId(2)), note.Detail, out _));
        }
        Assert.False(ClaimNote.TryParse(claim, "write lock 7.2 flies", out _));
        Assert.False(ClaimNote.TryParse(claim, "door 7.2 waits", out _));
        Assert.False(ClaimNote.TryParse(claim, null, out _));
    }
}
