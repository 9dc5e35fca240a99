/** Deliveries, their crew and incidents. */
export const deliveries = {
  'There is no delivery with this id, or the caller may not see it.':
    'この ID の配送は存在しないか、参照する権限がありません。',
  'There is no incident with this id, or the caller may not see it.':
    'この ID のインシデントは存在しないか、参照する権限がありません。',
  'The delivery is delivered, failed or cancelled.':
    'この配送は、配達済み、失敗、キャンセルのいずれかで終了しています。',
  'A driver or vehicle is booked in that window, turnaround time included.':
    'その時間帯（準備時間を含む）には、ドライバーまたは車両がすでに予約されています。',
  'The driver is not available, or retired.': 'このドライバーは利用できないか、引退済みです。',
  'The vehicle is not available, or retired.': 'この車両は利用できないか、廃車済みです。',
  'A delivery does not change from this status to that one.':
    '配送を現在のステータスから指定されたステータスに変更することはできません。',
  'A driver (role `agent`) can act only on deliveries that are assigned to them.':
    'ドライバー（ロール `agent`）が操作できるのは、自分に割り当てられた配送だけです。',
  'Proof can be captured only while the delivery is out for delivery.':
    '配達証明を登録できるのは、配達中の間だけです。',
  'Use `POST /deliveries/{deliveryId}/cancellation` to cancel a delivery. It records who requested it and why.':
    '配送をキャンセルするには `POST /deliveries/{deliveryId}/cancellation` を使用してください。依頼者と理由が記録されます。',
  'A delivery needs a driver and a vehicle to set out.': '配送を出発させるには、ドライバーと車両が必要です。',
  'A delivery becomes `OutForDelivery` only when every checkpoint of its route is reached.':
    '配送が `OutForDelivery` になるのは、ルートのすべてのチェックポイントに到達した後だけです。',
  'Only the proof of delivery makes a delivery `Delivered`.':
    '配送を `Delivered` にできるのは、配達証明の登録だけです。',
  'Deliveries start on active routes only.': '配送を開始できるのは、有効なルートだけです。',
  'The window promised to the customer neither overlaps nor touches the schedule of the route.':
    '顧客に約束した時間帯が、ルートの予定と重なっておらず、接してもいません。',
  'This reference is already taken.': 'この参照番号はすでに使用されています。',
  'A summary is available once the delivery is over.': 'サマリーは配送が終了した後に参照できます。',
  'Checkpoints can be reached only while the delivery is in transit.':
    'チェックポイントへの到達を記録できるのは、輸送中の間だけです。',
  'The checkpoints of a route must be reached in order.':
    'ルートのチェックポイントには、順番どおりに到達する必要があります。',
  'The delivery has set out. Hand it over to another driver or vehicle instead.':
    'この配送はすでに出発しています。代わりに、別のドライバーまたは車両に引き継いでください。',
  'a driver or a vehicle is needed': 'ドライバーまたは車両が必要です',
  'a signature or a photo is needed': '署名または写真が必要です',
  'must be an https URL': 'https の URL で指定してください',
  'is needed for Failed': 'Failed の場合は必須です',
  'is needed for a hand-over under way': '輸送中の引き継ぎの場合は必須です',
};
