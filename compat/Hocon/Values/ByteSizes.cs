using System.Globalization;

namespace Hocon.Values;

/// <summary>Reads sizes in bytes: a number and a unit, where a number alone counts bytes.</summary>
internal static class ByteSizes
{
    public const string Rule = "a size such as 512, 128kB (thousands) or 64KiB, 64K (1024s)";

    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        if (text is null)
            return false;
        var (number, unit) = Quantity.Split(text);
        if (BytesOf(unit) is not { } size
            || !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            || count < 0 || count > long.MaxValue / size)
            return false;
        bytes = (long)(count * size);
        return true;
    }

    private static decimal? BytesOf(ReadOnlySpan<char> unit) => unit switch
    {
        "" or "B" or "b" or "byte" or "bytes" => 1m,
        "kB" or "kilobyte" or "kilobytes" => 1e3m,
        "MB" or "megabyte" or "megabytes" => 1e6m,
        "GB" or "gigabyte" or "gigabytes" => 1e9m,
        "TB" or "terabyte" or "terabytes" => 1e12m,
        "PB" or "petabyte" or "petabytes" => 1e15m,
        "EB" or "exabyte" or "exabytes" => 1e18m,
        "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
        "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
        "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
        "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
        "P" or "p" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
        "E" or "e" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
        _ => null,
    };
}
