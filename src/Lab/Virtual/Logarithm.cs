namespace Coterie.Lab.Virtual;

/// <summary>
/// The natural logarithm from additions, multiplications and divisions alone: these have the same result on every machine, while
/// <see cref="Math.Log(double)"/> depends on the library of the machine.
/// </summary>
internal static class Logarithm
{
    private const double Ln2 = 0.693147180559945309;
    private const long FractionMask = (1L << 52) - 1;
    private const long ExponentOfOne = 1023L << 52;

    /// <summary>
    /// The logarithm of <paramref name="x"/>, a normal number above zero; the error is below 1e-15, relative to the result, or
    /// absolute near 1.
    /// </summary>
    public static double Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & FractionMask) | ExponentOfOne); // x = mantissa * 2^exponent
        if (mantissa > 1.5)
        {
            mantissa /= 2;
            exponent++;
        }
        // ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...) where s = (m - 1) / (m + 1), here from -1/7 to 1/5.
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var odd = 25; odd >= 1; odd -= 2)
            sum = (sum * square) + (1.0 / odd);
        return (exponent * Ln2) + (2 * s * sum);
    }
}
