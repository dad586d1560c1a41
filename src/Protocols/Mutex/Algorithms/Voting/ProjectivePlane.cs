using System.Collections.Concurrent;
using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex.Algorithms.Voting;

/// <summary>
/// The finite projective plane of order q, for N = q^2+q+1 and q a power of a prime: N points and N lines of q+1 points, any two
/// of which meet in one point. Maekawa's quorums are its lines: no smaller quorums of equal size can all meet, if each process is
/// in equally many of them.
/// </summary>
/// <remarks>
/// Made from a difference set (Singer, "A Theorem in Finite Projective Geometry and Some Applications to Number Theory",
/// Transactions of the AMS 43, 1938): numbers d such that every distance in the circle of N is the difference of exactly one
/// pair. Line i is then i + d, for all d; two lines meet in the one pair whose difference is their distance.
/// </remarks>
internal sealed class ProjectivePlane
{
    private static readonly ConcurrentDictionary<int, ProjectivePlane?> Planes = new();
    private readonly int _points;
    private readonly IReadOnlyList<int> _differences;

    private ProjectivePlane(int points, IReadOnlyList<int> differences) => (_points, _differences) = (points, differences);

    /// <summary>The plane of <paramref name="points"/> points; null if the construction gives none.</summary>
    public static ProjectivePlane? Of(int points) => Planes.GetOrAdd(points, Make);

    /// <summary>The points of a line: q+1.</summary>
    public int LineSize => _differences.Count;

    /// <summary>The line of <paramref name="process"/>, which is one of its points; in the order of their numbers.</summary>
    public IReadOnlyList<ProcessId> Line(ProcessId process) => Circle.At(process, _differences, _points);

    private static ProjectivePlane? Make(int points)
    {
        for (var order = 2; (order * order) + order + 1 <= points; order++)
        {
            if ((order * order) + order + 1 == points && PrimePower(order) is var (prime, exponent))
                return new ProjectivePlane(points, DifferenceSet(order, points, new FiniteField(prime, 3 * exponent)));
        }
        return null;
    }

    // The points are the powers of a generator of the field of q^3 elements, up to factors from the field of q: exponents modulo
    // N. Those whose trace over the field of q is zero are a plane through the origin, that is, a line of points. It is moved so
    // that it holds 0: line i then goes through point i.
    private static int[] DifferenceSet(int order, int points, FiniteField field)
    {
        var line = Enumerable.Range(0, points)
            .Where(k => field.Sum(field.Power(k), field.Power((long)k * order), field.Power((long)k * order * order)) == 0)
            .ToArray();
        return [.. line.Select(point => point - line[0])];
    }

    private static (int Prime, int Exponent)? PrimePower(int number)
    {
        var prime = 2;
        while (number % prime != 0)
            prime++;
        var exponent = 0;
        for (; number % prime == 0; number /= prime)
            exponent++;
        return number == 1 ? (prime, exponent) : null;
    }
}
