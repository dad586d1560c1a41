namespace Coterie.Lab.Exploring;

/// <summary>
/// Which states lead to which, to find those from which no way leads to the end. States are numbered from 0 and their edges told
/// in this order.
/// </summary>
internal sealed class StateGraph
{
    private readonly ChunkedList<int> _targets = new();
    private readonly ChunkedList<long> _ends = new();
    private readonly ChunkedList<bool> _leadsOut = new();

    /// <summary>The state at hand leads to <paramref name="target"/>.</summary>
    public void AddEdge(int target) => _targets.Add(target);

    /// <summary>All edges of the state at hand are told.</summary>
    /// <param name="isEnd">Whether all are done in it.</param>
    public void EndState(bool isEnd)
    {
        _ends.Add(_targets.Count);
        _leadsOut.Add(isEnd);
    }

    /// <summary>The first state from which no way leads to an end; null where there is none.</summary>
    /// <remarks>
    /// Goes through the states from the last to the first, again and again until nothing changes: most edges lead to states with
    /// larger numbers, so that few rounds are needed, and the edges need not be turned round.
    /// </remarks>
    public int? FirstWithoutWayOut()
    {
        long first;
        bool changed;
        do
        {
            (first, changed) = (-1, false);
            for (var state = _leadsOut.Count - 1; state >= 0; state--)
            {
                if (_leadsOut[state])
                    continue;
                if (LeadsOut(state))
                    changed = _leadsOut[state] = true;
                else
                    first = state;
            }
        }
        while (changed && first >= 0);
        return first < 0 ? null : (int)first;
    }

    private bool LeadsOut(long state)
    {
        for (var edge = state == 0 ? 0 : _ends[state - 1]; edge < _ends[state]; edge++)
        {
            if (_leadsOut[_targets[edge]])
                return true;
        }
        return false;
    }
}
