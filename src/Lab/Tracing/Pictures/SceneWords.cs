namespace Coterie.Lab.Tracing.Pictures;

/// <summary>What is in a picture, in words.</summary>
internal static class SceneWords
{
    /// <summary>The class of a bar in <c>picture.css</c>.</summary>
    public static string Class(BarKind kind) => kind switch
    {
        BarKind.Waiting => "waiting",
        BarKind.Inside => "inside",
        BarKind.Crashed => "crashed",
        _ => "paused",
    };

    /// <summary>Which process does what, and for how long.</summary>
    /// <param name="bar">What it does.</param>
    /// <param name="name">What the process is called.</param>
    public static string Of(Bar bar, string name)
    {
        var length = TimeAxis.Length(bar.To - bar.From);
        return bar switch
        {
            { Kind: BarKind.Waiting, IsWithdrawn: true } => $"{name} waits {length} with request {bar.Request} and withdraws",
            { Kind: BarKind.Waiting, Entry: { } entry } => $"{name} waits {length} with request {bar.Request} for entry {entry}",
            { Kind: BarKind.Waiting, IsLost: true } => $"{name} waits {length} with request {bar.Request} and loses it",
            { Kind: BarKind.Waiting } => $"{name} waits with request {bar.Request} to the end of the trace",
            { Kind: BarKind.Inside, IsLost: true } =>
                $"Entry {bar.Entry}: {name} is inside for {length} with request {bar.Request} and loses it",
            { Kind: BarKind.Inside, IsOpen: true } =>
                $"Entry {bar.Entry}: {name} is inside with request {bar.Request} to the end of the trace",
            { Kind: BarKind.Inside } => $"Entry {bar.Entry}: {name} is inside for {length} with request {bar.Request}",
            { Kind: BarKind.Crashed } => $"{name} is down for {length}",
            _ => $"{name} pauses for {length}",
        };
    }

    /// <summary>Which run it is: <c>ricart-agrawala, 5 processes, seed 42</c>.</summary>
    public static string Title(TraceHeader header)
    {
        var title = header.Algorithm;
        if (header.Bug is { } bug)
            title += $" with the bug {bug}";
        if (header.Workload is { } workload)
            title += $", {workload}";
        title += header.Processes == 1 ? ", 1 process" : $", {header.Processes} processes";
        return header.Seed is { } seed ? $"{title}, seed {seed}" : title;
    }

    /// <summary>Which part of the run it is.</summary>
    public static string Subtitle(Scene scene)
    {
        var (part, header) = (scene.Part, scene.Header);
        var clock = header.IsVirtual ? "simulated time" : "real time";
        var rows = part.Processes.Count == header.Processes ? "" : $"; processes {ProcessRanges.Text(part.Processes)}";
        var entries = scene.Bars.Count(bar => bar.Kind == BarKind.Inside);
        var times = $"{TimeAxis.Length(part.From)} to {TimeAxis.Length(part.To)} of {clock}";
        var routine = scene.Routine.Text is { } left ? $", without {left}" : "";
        return $"{times}{rows}; {Count(entries, "entry", "entries")}, {Count(scene.Messages, "message", "messages")}{routine}";
    }

    /// <summary>What is left out; null if nothing is.</summary>
    public static string? LeftOut(Scene scene)
    {
        var parts = new List<string>();
        if (scene.ArrowsLeftOut > 0 && !scene.IsThinned)
            parts.Add($"{scene.ArrowsLeftOut} of {scene.Messages} messages");
        if (scene.BarsLeftOut > 0)
            parts.Add($"the {Count(scene.BarsLeftOut, "shortest bar", "shortest bars")}");
        if (scene.EventsLeftOut > 0)
            parts.Add($"the details of {Count(scene.EventsLeftOut, "event", "events")}");
        var thinned = scene is { IsThinned: true, ArrowsLeftOut: > 0 } ? Thinned(scene) : null;
        return parts.Count == 0 ? thinned : $"{thinned} {LeftOut(string.Join(" and ", parts))}".TrimStart();
    }

    private static string Thinned(Scene scene) =>
        $"Of {scene.Messages} messages, {scene.Arrows.Count} are drawn: those for which a process waited last, and lost ones. "
        + "A shorter part of the run (--from, --to) or fewer processes (--processes) would show all.";

    /// <summary>That a picture leaves out <paramref name="what"/>.</summary>
    public static string LeftOut(string what) =>
        $"The picture leaves out {what}. "
        + "A shorter part of the run (--from, --to) or fewer processes (--processes) would show more.";

    private static string Count(int count, string one, string several) => count == 1 ? $"1 {one}" : $"{count} {several}";
}
