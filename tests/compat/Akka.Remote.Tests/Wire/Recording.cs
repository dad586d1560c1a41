using System.Text.Json;

namespace Akka.Remote.Tests.Wire;

/// <summary>Frames that two processes on the original packages sent to each other: <c>client</c> at port 4063, <c>dsm</c> at port 4054.</summary>
internal static class Recording
{
    public static IReadOnlyList<RecordedFrame> Frames { get; } = [.. Read("conversation"), .. Read("death-watch")];

    /// <summary>The frame of a line, counted from 1 as editors do.</summary>
    public static byte[] Frame(string file, int line) => Frames.Single(frame => frame.Name == $"{file}:{line}").Body;

    private static IEnumerable<RecordedFrame> Read(string file)
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream($"{file}.jsonl")!;
        using var reader = new StreamReader(stream);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            var fields = JsonDocument.Parse(line).RootElement;
            if (!fields.TryGetProperty("frame", out var frame)) continue;
            var fromServer = fields.GetProperty("from").GetString() == "server";
            yield return new RecordedFrame($"{file}:{number}", fromServer, Convert.FromHexString(frame.GetString()!));
        }
    }
}

/// <summary>One frame's body; its name is file and line.</summary>
internal sealed record RecordedFrame(string Name, bool FromServer, byte[] Body);
