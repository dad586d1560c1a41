using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Stretches in words.</summary>
internal static class StretchWords
{
    /// <summary>The class of a bar in <c>stretches.css</c>.</summary>
    public static string Class(StretchKind kind) => kind switch
    {
        StretchKind.Given => "given",
        StretchKind.Kept => "kept",
        _ => "unready",
    };

    /// <summary>What may stand in a bar, the longest words first.</summary>
    public static IReadOnlyList<string> Labels(Scene scene, Stretch stretch)
    {
        switch (stretch)
        {
            case { Kind: StretchKind.Given, Receiver: { } receiver }:
                var (name, initial) = (scene.Name(receiver), ProcessNames.Short(scene.Name, receiver));
                return stretch.IsShared ? [$"{name}, shared", $"{initial} shared", initial] : [name, initial];
            case { Kind: StretchKind.Unready, HasForgotten: true }:
                return [$"forgot everything, {scene.Own.Lanes!.Unready}", scene.Own.Lanes!.Unready];
            case { Kind: StretchKind.Unready }:
                return [scene.Own.Lanes!.Unready];
            default:
                return [];
        }
    }

    /// <summary>A sentence: who does what, for how long, and how it ends.</summary>
    public static string Of(Scene scene, Stretch stretch)
    {
        var (name, lanes) = (scene.Name(stretch.Process), scene.Own.Lanes!);
        var length = stretch.To is { } to ? $"for {TimeAxis.Length(to - stretch.From)}" : "to the end of the trace";
        return stretch switch
        {
            { Kind: StretchKind.Given, Receiver: { } receiver } =>
                $"The {lanes.Gift} of {name} is {(stretch.IsShared ? "shared by" : "out to")} {scene.Name(receiver)} "
                + $"with request {stretch.Request} {length}{Ending(lanes, stretch.End)}",
            { Kind: StretchKind.Kept } => $"{name} keeps what it got for request {stretch.Request} {length}, and is outside",
            { HasForgotten: true } => $"{name} has forgotten everything, and {lanes.Unready} {length}",
            _ => $"{name} {lanes.Unready} {length}",
        };
    }

    private static string Ending(Lanes lanes, StretchEnd end) => end switch
    {
        StretchEnd.Returned => ", and is given back",
        StretchEnd.Yielded => ", and is given back for a request that goes first",
        StretchEnd.Lapsed => $", and lapses: {lanes.Lapse}",
        StretchEnd.Crashed => ", until the crash",
        _ => "",
    };
}
