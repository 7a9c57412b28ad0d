"""What members are paid, and what they spent: claims, receipts, approval, and the file for payroll."""
