using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>Writes of one record that are still on their way; each lands after so many further accesses to the record.</summary>
internal sealed class LateWrites
{
    private readonly List<(int Due, Func<WriteOutcome> Land)> _writes = [];
    private int _accesses;

    public void Add(int accesses, Func<WriteOutcome> land)
    {
        lock (_writes)
            _writes.Add((_accesses + accesses, land));
    }

    public void LandDue()
    {
        lock (_writes)
        {
            foreach (var write in _writes.Where(w => w.Due <= _accesses))
                write.Land();
            _writes.RemoveAll(w => w.Due <= _accesses);
            _accesses++;
        }
    }
}
