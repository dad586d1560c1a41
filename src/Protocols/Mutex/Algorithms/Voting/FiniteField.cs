namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// The field of p^n elements: polynomials of degree below n over the integers modulo p, as numbers in base p, modulo a polynomial
/// whose root x generates all elements but zero.
/// </summary>
internal sealed class FiniteField
{
    private readonly int _prime;
    private readonly int _degree;
    private readonly int _size;
    private readonly int[] _powers;

    /// <summary>The field of <paramref name="prime"/> to the power of <paramref name="degree"/> elements, at most 2^30.</summary>
    public FiniteField(int prime, int degree)
    {
        (_prime, _degree, _size) = (prime, degree, 1);
        for (var i = 0; i < degree; i++)
            _size *= prime;
        _powers = new int[_size - 1];
        // The remainder of x^n decides what x generates; about half of all remainders generate all elements.
        var remainder = 1;
        while (!Generates(remainder))
            remainder++;
    }

    /// <summary>The generator to the power of <paramref name="exponent"/>, from zero.</summary>
    public int Power(long exponent) => _powers[exponent % _powers.Length];

    /// <summary>The sum of three elements.</summary>
    public int Sum(int a, int b, int c)
    {
        var (sum, digit) = (0, 1);
        for (var i = 0; i < _degree; i++, digit *= _prime)
            sum += ((a / digit % _prime) + (b / digit % _prime) + (c / digit % _prime)) % _prime * digit;
        return sum;
    }

    // Fills in the powers of x, and says whether they are all elements but zero.
    private bool Generates(int remainder)
    {
        var element = 1;
        for (var exponent = 0; exponent < _powers.Length; exponent++)
        {
            if (exponent > 0 && element == 1)
                return false;
            _powers[exponent] = element;
            element = TimesX(element, remainder);
            if (element == 0)
                return false;
        }
        return element == 1;
    }

    // Shifts the digits by one. The digit that is shifted out is replaced by that many times the remainder of x^n.
    private int TimesX(int element, int remainder)
    {
        var lead = element / (_size / _prime);
        var (product, digit) = (element % (_size / _prime) * _prime, 1);
        var sum = 0;
        for (var i = 0; i < _degree; i++, digit *= _prime)
            sum += ((product / digit % _prime) + (lead * (remainder / digit % _prime))) % _prime * digit;
        return sum;
    }
}
