namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>A history that no sequential order explains.</summary>
internal sealed class NotLinearizableException(string message) : Exception(message)
{
    public static void ThrowUnless<TCall>(bool holds, IReadOnlyList<Operation<TCall>> history)
    {
        if (!holds)
            throw new NotLinearizableException("No order of these calls explains their answers:\n  " + string.Join("\n  ", history));
    }
}
