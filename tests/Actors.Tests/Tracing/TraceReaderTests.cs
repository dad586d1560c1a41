using Coterie.Mutex;
using Coterie.Tracing;

namespace Coterie.Tests.Tracing;

/// <summary>What the writer writes the reader reads; what others write, too, where it is a trace.</summary>
public sealed class TraceReaderTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var trace = RandomTrace.Play(seed, 1 + (seed % 5), 3, faults: seed % 2 == 0);
            var read = TraceFiles.Read(TraceFiles.Write(trace));
            Assert.Equal(trace.Header, read.Header);
            Assert.Equal(trace.Events.Select(Text), read.Events.Select(Text));
            Assert.Equal(Enumerable.Range(2, read.Events.Count), read.Events.Select(happened => happened.Line));
        }
    }

    private static string Text(TraceEvent happened) =>
        $"{happened with { Line = 0, Sends = [], Groups = [] }} [{string.Join(' ', happened.Sends)}] {string.Join('|', happened.Groups.Select(group => string.Join(',', group)))}";
}
