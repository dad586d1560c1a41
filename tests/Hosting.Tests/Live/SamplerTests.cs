using System.Threading.Channels;
using Coterie.Hosting.Live;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Hosting.Tests.Live;

/// <summary>When the live view looks, and for whom.</summary>
public sealed class SamplerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly NotedTime _time = new();
    private readonly ScriptedSource _source;
    private readonly LiveSampler _sampler;

    public SamplerTests()
    {
        _source = new ScriptedSource(_time);
        _sampler = new LiveSampler(_source, _time, new LivePace { MostViewers = 2 });
    }

    public void Dispose() => _sampler.Dispose();

    [Fact]
    public async Task All_viewers_share_one_look_and_without_viewers_nobody_is_asked()
    {
        Assert.Equal(0, _source.Looks);
        using var one = _sampler.TryWatch()!;
        using var other = _sampler.TryWatch()!;
        Assert.Same(await NextAsync(one), await NextAsync(other));
        Assert.Equal(1, _source.Looks);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(40, 960)] // a second from beginning to beginning
    [InlineData(90, 910)]
    [InlineData(91, 910)] // ten times as long as the look took
    [InlineData(300, 3000)]
    public async Task The_next_look_comes_after_a_second_and_after_ten_times_as_long_as_this_one_took(int took, int pause)
    {
        _source.Answers(Views.Look(Views.Group()), TimeSpan.FromMilliseconds(took));
        using var viewer = _sampler.TryWatch()!;
        Assert.Equal(TimeSpan.FromMilliseconds(pause), await _time.PauseAsync());
    }

    [Fact]
    public async Task To_wait_for_a_member_that_does_not_answer_does_not_count()
    {
        var view = Views.Group() with { Members = [Views.Member("a"), Views.Member("b", answers: false)] };
        _source.Answers(Views.Look(view), TimeSpan.FromMilliseconds(1050));
        using var viewer = _sampler.TryWatch()!;
        Assert.Equal(TimeSpan.FromMilliseconds(500), await _time.PauseAsync());
    }

    [Fact]
    public async Task A_viewer_gets_each_frame_once_and_the_latest_if_it_was_busy()
    {
        using var viewer = _sampler.TryWatch()!;
        var first = await NextAsync(viewer);
        await PassAsync();
        await PassAsync();
        await _time.PauseAsync();
        Assert.Equal(first.Number + 2, (await NextAsync(viewer)).Number);
        Assert.False(viewer.NextAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task It_looks_for_a_minute_after_the_last_viewer_has_left_and_then_forgets_everything()
    {
        _source.Answers(Views.Look(Views.Group(Views.Lock("a", Views.Holds("x", seconds: 0)))), TimeSpan.Zero);
        var viewer = _sampler.TryWatch()!;
        await NextAsync(viewer);
        viewer.Dispose();
        for (var second = 0; second < 60; second++)
            await PassAsync();
        await _sampler.Looking.WaitAsync(Patience);
        Assert.Equal(61, _source.Looks);

        using var later = _sampler.TryWatch()!;
        var frame = await NextAsync(later);
        Assert.Equal((62, TimeSpan.Zero), (_source.Looks, frame.Watched));
        Assert.Equal(frame.Moment, Assert.Single(frame.Locks!.StripOf("a")!).From);
    }

    [Fact]
    public async Task A_viewer_who_comes_within_the_minute_finds_what_was_seen_meanwhile()
    {
        var viewer = _sampler.TryWatch()!;
        await NextAsync(viewer);
        viewer.Dispose();
        for (var second = 0; second < 59; second++)
            await PassAsync();
        await _time.PauseAsync();
        using var later = _sampler.TryWatch()!;
        Assert.Equal(TimeSpan.FromSeconds(59), (await NextAsync(later)).Watched);
    }

    [Fact]
    public async Task A_look_that_fails_is_told_with_what_was_seen_before()
    {
        _source.Answers(Views.Look(Views.Group(Views.Lock("a", Views.Holds("x", seconds: 0)))), TimeSpan.Zero);
        using var viewer = _sampler.TryWatch()!;
        var good = await NextAsync(viewer);
        _source.Fails("The node has ended.");
        await PassAsync();
        var bad = await NextAsync(viewer);
        Assert.Equal("The node has ended.", bad.Problem);
        Assert.Same(good.Locks, bad.Locks);
        Assert.Equal(TimeSpan.FromSeconds(1), viewer.AgeOf(bad));
        Assert.True(bad.Locks!.StripOf("a")![^1].IsUnknown);

        _source.Answers(Views.Look(Views.Group()), TimeSpan.Zero);
        await PassAsync();
        Assert.Null((await NextAsync(viewer)).Problem);
    }

    [Fact]
    public void No_more_than_so_many_watch_and_a_place_is_free_again()
    {
        using var one = _sampler.TryWatch();
        var other = _sampler.TryWatch()!;
        Assert.Null(_sampler.TryWatch());
        other.Dispose();
        other.Dispose();
        using var third = _sampler.TryWatch();
        Assert.NotNull(third);
        Assert.Null(_sampler.TryWatch());
    }

    [Fact]
    public async Task When_it_ends_whoever_waits_is_told()
    {
        using var viewer = _sampler.TryWatch()!;
        await NextAsync(viewer);
        var next = viewer.NextAsync(CancellationToken.None);
        _sampler.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
        await _sampler.Looking.WaitAsync(Patience);
        Assert.Throws<ObjectDisposedException>(() => _sampler.TryWatch());
    }

    private static Task<LiveFrame> NextAsync(LiveSampler.Viewer viewer) =>
        viewer.NextAsync(CancellationToken.None).WaitAsync(Patience);

    // Up to the next look.
    private async Task PassAsync() => _time.Advance(await _time.PauseAsync());

    private sealed class ScriptedSource(FakeTimeProvider time) : ILiveSource
    {
        private readonly Lock _lock = new();
        private (LiveLook? Look, TimeSpan Takes, string Problem) _answer = (Views.Look(Views.Group()), TimeSpan.Zero, "");
        private int _inside;
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public void Answers(LiveLook look, TimeSpan takes)
        {
            lock (_lock)
                _answer = (look, takes, "");
        }

        public void Fails(string problem)
        {
            lock (_lock)
                _answer = (null, TimeSpan.Zero, problem);
        }

        public async Task<LiveLook> LookAsync(TimeSpan limit, CancellationToken cancellation)
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            Interlocked.Increment(ref _looks);
            await Task.Yield();
            (LiveLook? Look, TimeSpan Takes, string Problem) answer;
            lock (_lock)
                answer = _answer;
            time.Advance(answer.Takes);
            Interlocked.Decrement(ref _inside);
            return answer.Look ?? throw new InvalidOperationException(answer.Problem);
        }
    }

    /// <summary>A clock that tells for how long somebody asks it to wait.</summary>
    private sealed class NotedTime : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

        public Task<TimeSpan> PauseAsync() => _pauses.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _pauses.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
