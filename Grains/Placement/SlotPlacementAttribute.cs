using Orleans.Placement;

namespace OrleansState.Grains.Placement;

/// <summary>Marks a grain class that is placed by <see cref="SlotPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SlotPlacementAttribute() : PlacementAttribute(new SlotPlacement());
